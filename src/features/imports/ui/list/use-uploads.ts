"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import type { ImportView } from "#features/imports/contract.ts";
import { MAX_FILE_BYTES, sizeText } from "#features/imports/rules/sizes.ts";
import { trpc } from "#trpc/client.tsx";
import { faultText } from "#ui/format/fault-text.ts";
import { sendFile } from "./send-file.ts";

export type Uploads = {
  /** Bytes that have arrived, by import. */
  sent: Readonly<Record<string, number>>;
  /** Files that were not taken, each with its reason. */
  problems: readonly string[];
  add: (files: readonly File[]) => void;
  stop: (id: string) => void;
};

/**
 * Sends files one after another. A file whose upload was interrupted, told by its name and size, goes on where it ended.
 */
export function useUploads(imports: readonly ImportView[]): Uploads {
  const utils = trpc.useUtils();
  const { mutateAsync: create } = trpc.imports.create.useMutation();
  const [sent, setSent] = useState<Record<string, number>>({});
  const [problems, setProblems] = useState<string[]>([]);
  const running = useRef(new Map<string, AbortController>());
  const queue = useRef<Promise<void>>(Promise.resolve());
  const known = useRef(imports);
  useEffect(() => {
    known.current = imports;
  }, [imports]);
  useEffect(() => {
    const held = running.current;
    return () => {
      for (const controller of held.values()) controller.abort();
    };
  }, []);

  const send = useCallback(
    async (file: File) => {
      const fail = (reason: string) => setProblems((before) => [...before, `${file.name}: ${reason}`]);
      if (file.size === 0) return fail("the file is empty");
      if (file.size > MAX_FILE_BYTES)
        return fail(`larger than ${sizeText(MAX_FILE_BYTES)}. Split it, or pack it with gzip or zip`);
      try {
        const interrupted = known.current.find(
          ({ id, state, name, sizeBytes }) =>
            state === "uploading" &&
            name === file.name &&
            sizeBytes === file.size &&
            !running.current.has(id),
        );
        const { id, receivedBytes } =
          interrupted ?? (await create({ name: file.name, sizeBytes: file.size }));
        const controller = new AbortController();
        running.current.set(id, controller);
        setSent((before) => ({ ...before, [id]: receivedBytes }));
        void utils.imports.list.invalidate();
        const onBytes = (bytes: number) => setSent((before) => ({ ...before, [id]: bytes }));
        const problem = await sendFile(file, { id, from: receivedBytes, onBytes, signal: controller.signal });
        running.current.delete(id);
        setSent(({ [id]: _done, ...others }) => others);
        if (problem !== null) fail(problem);
      } catch (error) {
        fail(error instanceof Error ? faultText(error) : "it could not be sent");
      }
      await utils.imports.list.invalidate();
    },
    [create, utils],
  );

  return {
    sent,
    problems,
    add: (files) => {
      setProblems([]);
      for (const file of files) queue.current = queue.current.then(() => send(file));
    },
    stop: (id) => running.current.get(id)?.abort(),
  };
}
