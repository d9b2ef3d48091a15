const MB = 1024 * 1024;

/** Of what the memory of a Node process consists, MB; what is left of the resident memory is native. */
export type HeapParts = { heapTotalMb: number; heapUsedMb: number; externalMb: number };

/** Reads a process's own figures from `/metrics` on its `ADMIN_PORT`. */
export async function heapParts(adminPort: number): Promise<HeapParts> {
  const answer = await fetch(`http://127.0.0.1:${adminPort}/metrics`);
  const text = await answer.text();
  const mb = (name: string) => {
    const value = new RegExp(`^${name}(?:\\{[^}]*\\})? ([\\d.e+]+)$`, "m").exec(text)?.[1];
    return Math.round(Number(value) / MB);
  };
  return {
    heapTotalMb: mb("nodejs_heap_size_total_bytes"),
    heapUsedMb: mb("nodejs_heap_size_used_bytes"),
    externalMb: mb("nodejs_external_memory_bytes"),
  };
}
