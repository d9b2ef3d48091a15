"use client";
import Link from "next/link";
import { useState } from "react";
import type { Trade } from "#features/trades/entry/contract.ts";
import type { FlipExplanation } from "#features/trades/flips/contract.ts";
import type { CellContext } from "#features/trades/ui/table/flip-cell.tsx";
import type { Done } from "#features/trades/ui/use-ledger.ts";
import { FLIP_WORDS, momentText } from "#features/trades/ui/words.ts";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Button } from "#ui/form/button.tsx";
import form from "#ui/form/form.module.css";
import { formatExact } from "#ui/format/format.ts";
import { SectionSkeleton, StatusMessage } from "#ui/layout/section.tsx";
import { SidePanel } from "#ui/panels/side-panel.tsx";
import { coinLines } from "./coin-lines.ts";
import { CoinTable } from "./coin-table.tsx";
import classes from "./explain.module.css";
import { FlipForm } from "./flip-form.tsx";
import { LegList } from "./leg-list.tsx";
import { LotTable } from "./lot-table.tsx";

type ExplainPanelProps = {
  id: string;
  context: CellContext;
  done: Done;
  onEditTrade: (trade: Trade) => void;
  onClose: () => void;
};

/** Where the numbers of a flip come from, with what changes or deletes it. */
export function ExplainPanel({ id, context, done, onEditTrade, onClose }: ExplainPanelProps) {
  const query = trpc.flips.explain.useQuery({ id });
  const failure = useLoadFailure(query);
  const [isEditing, setEditing] = useState(false);
  const { data } = query;
  const name = data === undefined ? "Flip" : context.items.nameOf(data.flip.itemId);
  const content = () => {
    if (failure !== null) {
      return (
        <LoadFailed title="The flip could not be loaded" failure={failure} size="box">
          Your trades are safe.
        </LoadFailed>
      );
    }
    if (data === undefined) return <SectionSkeleton />;
    if (isEditing) {
      return (
        <FlipForm
          explanation={data}
          onSaved={(change) => {
            done.changed(`${name}: changed.`, change);
            // An open flip that was sold is a closed one, by another id.
            if (data.flip.state === "open") onClose();
            setEditing(false);
          }}
          onCancel={() => setEditing(false)}
        />
      );
    }
    return (
      <>
        <Explanation explanation={data} context={context} onEditTrade={onEditTrade} />
        <Actions
          id={id}
          name={name}
          data={data}
          done={done}
          onEdit={() => setEditing(true)}
          onClose={onClose}
        />
      </>
    );
  };
  return (
    <SidePanel label={`Explanation of ${name}`} title={isEditing ? `Edit: ${name}` : name} onClose={onClose}>
      {content()}
    </SidePanel>
  );
}

type ExplanationProps = {
  explanation: FlipExplanation;
  context: CellContext;
  onEditTrade: (trade: Trade) => void;
};

function Explanation({ explanation, context, onEditTrade }: ExplanationProps) {
  const { flip, lots, legs } = explanation;
  const lines = coinLines(flip);
  const at = flip.state === "open" ? flip.boughtAt : flip.soldAt;
  return (
    <>
      <p className={classes.lead}>
        {FLIP_WORDS[flip.kind]} {formatExact(flip.quantity)} ×{" "}
        <Link href={`/items/${flip.itemId}`} prefetch={false}>
          {context.items.nameOf(flip.itemId)}
        </Link>
        {at !== null && (
          <>
            {flip.state === "open" ? ", bought " : ", "}
            <span data-time={at}>{momentText(at)}</span>
          </>
        )}
        , <bdi>{context.characterOf(flip.characterId)}</bdi>
      </p>
      {!flip.isExact && flip.state === "closed" && (
        <p className={classes.lead}>
          ≈ Estimated: the source has a rounded price or a total of several prices, so this may be a few gp
          off.
        </p>
      )}
      {flip.missing > 0 && (
        <p className={classes.lead}>
          The purchase of {formatExact(flip.missing)} of {formatExact(flip.quantity)} units is missing:{" "}
          <Link href="/flips?tab=gaps">fill the gap</Link>.
        </p>
      )}
      {lines !== null && <CoinTable lines={lines} />}
      <LotTable flip={flip} lots={lots} context={context} />
      <LegList legs={legs} context={context} onEdit={onEditTrade} />
    </>
  );
}

type ActionsProps = {
  id: string;
  name: string;
  data: FlipExplanation;
  done: Done;
  onEdit: () => void;
  onClose: () => void;
};

function Actions({ id, name, data: { flip, legs }, done, onEdit, onClose }: ActionsProps) {
  const [fault, setFault] = useState("");
  const remove = trpc.flips.deleteFlip.useMutation({
    onSuccess: (change) => {
      onClose();
      done.changed(`${name}: deleted.`, change);
    },
    onError: (error) => setFault(error.message),
  });
  const isPool = id.startsWith(`${flip.characterId}:`);
  const isEditable = flip.kind === "sell" || (flip.kind === "lot" && legs.some(({ kind }) => kind === "buy"));
  if (isPool)
    return (
      <p className={classes.lead}>
        With average cost all purchases of an item are one pool: change them in the list of trades.
      </p>
    );
  return (
    <div className={form.actions}>
      {isEditable && <Button onPress={onEdit}>Edit</Button>}
      <Button tone="danger" pending={remove.isPending} onPress={() => remove.mutate({ id })}>
        Delete
      </Button>
      <StatusMessage>{fault}</StatusMessage>
    </div>
  );
}
