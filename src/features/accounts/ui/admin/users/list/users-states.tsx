import { Notice } from "#ui/feedback/notice.tsx";
import type { UserFilter } from "#features/accounts/ui/admin/users/users-view.ts";

const KIND: Readonly<Record<UserFilter, string>> = {
  all: "No account",
  admins: "No admin",
  locked: "No locked account",
  unverified: "No unverified account",
};

type NoneProps = { text: string; filter: UserFilter; onReset: () => void };

/** States why no account is shown and offers to remove the filters. */
export function UsersNone({ text, filter, onReset }: NoneProps) {
  const action = { label: "Show all accounts", onPress: onReset };
  if (text.trim() !== "") {
    return (
      <Notice title={`${KIND[filter]} matches “${text.trim()}”`} action={action}>
        Part of a name or of an e-mail address is enough.
      </Notice>
    );
  }
  if (filter === "all") return <Notice title="Nobody has an account yet" />;
  return <Notice title={`${KIND[filter]}`} action={action} />;
}
