/** The elements of a JSON array, one a line, without its brackets; a piece of text for each page. */
export async function* jsonRows(pages: AsyncIterable<readonly object[]>): AsyncGenerator<string> {
  let separator = "\n";
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield separator + page.map((row) => JSON.stringify(row)).join(",\n");
    separator = ",\n";
  }
}
