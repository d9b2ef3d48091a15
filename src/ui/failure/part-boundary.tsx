"use client";
import { Component } from "react";
import type { ReactNode } from "react";
import { Button } from "#ui/form/button.tsx";
import { isMissingCode } from "./missing-code.ts";
import classes from "./part-boundary.module.css";

type PartBoundaryProps = { children: ReactNode };
type PartBoundaryState = { error: unknown };

/**
 * Around a part that is loaded when it is opened: if its code cannot be loaded, the rest of the page stays and says so.
 * Other errors go on to the page's boundary.
 */
export class PartBoundary extends Component<PartBoundaryProps, PartBoundaryState> {
  override state: PartBoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): PartBoundaryState {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    if (!isMissingCode(error)) throw error;
    return (
      <div role="alert" className={classes.missing}>
        <span>This part could not be loaded: you are offline, or a newer version is here.</span>
        <Button tone="link" onPress={() => location.reload()}>
          Reload
        </Button>
      </div>
    );
  }
}
