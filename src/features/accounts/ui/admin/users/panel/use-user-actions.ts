"use client";
import { useQueryClient } from "@tanstack/react-query";
import type { InfiniteData } from "@tanstack/react-query";
import type { ManagedUser, UserPage } from "#features/accounts/admin/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { LOG_KEY, USERS_KEY } from "#features/accounts/ui/admin/users/query-keys.ts";

const withUser = (data: InfiniteData<UserPage> | undefined, user: ManagedUser) =>
  data && {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      users: page.users.map((other) => (other.id === user.id ? user : other)),
    })),
  };

/** An admin's actions on an account. Its row is updated in place, even if the filter no longer matches it. */
export function useUserActions() {
  const queryClient = useQueryClient();
  const logChanged = () => void queryClient.invalidateQueries({ queryKey: LOG_KEY });
  const onSuccess = (user: ManagedUser) => {
    queryClient.setQueriesData<InfiniteData<UserPage>>({ queryKey: USERS_KEY }, (data) =>
      withUser(data, user),
    );
    // Lists with other filters are fetched again when they are shown.
    void queryClient.invalidateQueries({ queryKey: USERS_KEY, refetchType: "none" });
    logChanged();
  };
  const options = { onSuccess } as const;
  const lock = trpc.admin.setLock.useMutation(options);
  const role = trpc.admin.setRole.useMutation(options);
  const sessions = trpc.admin.endSessions.useMutation({
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: USERS_KEY });
      logChanged();
    },
  });
  return { lock, role, sessions };
}
