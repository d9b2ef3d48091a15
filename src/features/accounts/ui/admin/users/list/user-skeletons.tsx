import { Skeleton } from "#ui/feedback/skeleton.tsx";

const ROWS = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;
const CELLS = ["email", "role", "verified", "factor", "sessions", "seen", "made"] as const;

/** Placeholder rows with the cells of account rows. */
export const UserSkeletons = () =>
  ROWS.map((row) => (
    <tr key={row} aria-hidden="true">
      <th scope="row" data-wide>
        <Skeleton />
      </th>
      {CELLS.map((cell) => (
        <td key={cell} data-wide={cell === "email" || undefined}>
          <Skeleton />
        </td>
      ))}
    </tr>
  ));
