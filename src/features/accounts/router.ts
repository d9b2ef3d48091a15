import { noInput } from "#trpc/contract.ts";
import {
  adminProcedure,
  confirmedAdminProcedure,
  publicProcedure,
  requireConfirmed,
  userProcedure,
} from "#trpc/procedures.ts";
import type { ApiContext } from "#trpc/init.ts";
import {
  auditLogInput,
  managedUser,
  searchUsersInput,
  setLockInput,
  setRoleInput,
  userIdInput,
  userPage,
} from "./admin/contract.ts";
import { changeEmail, requestEmailChange } from "./security/change-email.ts";
import { changePassword, resetPassword } from "./security/change-password.ts";
import { confirmSession, startConfirmation } from "./factors/confirm-session.ts";
import { confirmTotp, renewBackupCodes, startTotp, stopTotp } from "./factors/change-totp.ts";
import {
  backupCodes,
  changeEmailInput,
  changePasswordInput,
  codeSent,
  confirmSessionInput,
  confirmTotpInput,
  deleteAccountInput,
  emailInput,
  loginInput,
  reauthenticateInput,
  registerInput,
  requestCodeInput,
  requestEmailChangeInput,
  resetPasswordInput,
  revoked,
  revokeSessionInput,
  secondFactorInput,
  sessionList,
  signInResult,
  stopTotpInput,
  totpStarted,
  updateProfileInput,
  userView,
  verifyOtpInput,
  viewer,
} from "./contract.ts";
import { done } from "#trpc/contract.ts";
import { addPasskey, startPasskey } from "./passkeys/add-passkey.ts";
import {
  addPasskeyInput,
  passkeyAdded,
  passkeyList,
  passkeyView,
  removePasskeyInput,
  renamePasskeyInput,
  signInByPasskeyInput,
} from "./passkeys/contract.ts";
import { listPasskeys, renamePasskey } from "./passkeys/manage-passkeys.ts";
import { removePasskey, startPasskeyRemoval } from "./passkeys/remove-passkey.ts";
import { assertionRequest, creationRequest } from "./rules/webauthn.ts";
import { signInByPasskey, startPasskeySignIn } from "./sign-in/sign-in-by-passkey.ts";
import { startPasskeyStep } from "./sign-in/verify-passkey-step.ts";
import { confirmPolicy, signInPolicy } from "./policies.ts";
import { activityInput, activityPage } from "#features/accounts/contract.ts";
import { deleteAccount } from "./profile/delete-account.ts";
import { listActivity, listAuditLog } from "./profile/list-activity.ts";
import { listSessions } from "./sessions/list-sessions.ts";
import { logIn } from "./sign-in/log-in.ts";
import { logOut } from "./sessions/log-out.ts";
import { endUserSessions, setLock, setRole } from "./admin/manage-user.ts";
import { registerUser } from "./sign-in/register-user.ts";
import { revokeOtherSessions, revokeSession } from "./sessions/revoke-session.ts";
import { searchUsers } from "./admin/search-users.ts";
import { renewSession } from "./sessions/renew-session.ts";
import { sendConfirmationCode, sendResetCode, sendSignInCode } from "./codes/send-code.ts";
import { updateProfile } from "./profile/update-profile.ts";
import { verifyOtp } from "./sign-in/verify-otp.ts";
import { auditConfirmation } from "./security/audit-confirmation.ts";
import { requestFactorOpening, verifySecondFactor } from "./sign-in/verify-second-factor.ts";

type Answer<T> = { result: T; cookies: readonly string[] };

/** Adds the cookies of a verb's answer to the HTTP answer. */
async function withCookies<T>({ request }: ApiContext, answer: Answer<T> | Promise<Answer<T>>): Promise<T> {
  const { result, cookies } = await answer;
  request.setCookies(cookies);
  return result;
}

/** For visitors who type a password or a code. Counted by IP address, whoever is signed in. */
const authProcedure = publicProcedure.meta({ limit: signInPolicy });

/** For users who confirm with a password or a code. Counted the same way; a wrong one is in the audit log. */
const sensitiveProcedure = userProcedure.meta({ limit: signInPolicy }).use(async ({ ctx, next }) => {
  const result = await next();
  if (!result.ok) await auditConfirmation(ctx.deps, ctx.actor, result.error.cause);
  return result;
});

/**
 * For a new second factor, and new backup codes. An admin who has a factor confirms with it: otherwise a stolen password
 * would make a factor, and with it every confirmation.
 */
const newFactorProcedure = sensitiveProcedure.use(async ({ ctx, next }) => {
  const access = await ctx.request.adminAccess();
  if (access?.role === "admin" && access.hasSecondFactor) requireConfirmed(access);
  return next();
});

// A mutation without parameters declares no input: the client sends no body for it, which an input schema would reject.
export const authProcedures = {
  register: authProcedure
    .input(registerInput)
    .output(codeSent)
    .mutation(({ ctx, input }) => registerUser(ctx.deps, ctx.actor, input)),
  login: authProcedure
    .input(loginInput)
    .output(signInResult)
    .mutation(({ ctx, input }) => withCookies(ctx, logIn(ctx.deps, ctx.actor, input))),
  resendOtp: authProcedure
    .input(emailInput)
    .output(codeSent)
    .mutation(({ ctx, input }) => sendSignInCode(ctx.deps, input)),
  verifyOtp: authProcedure
    .input(verifyOtpInput)
    .output(signInResult)
    .mutation(({ ctx, input }) => withCookies(ctx, verifyOtp(ctx.deps, ctx.actor, input))),
  verifySecondFactor: authProcedure
    .input(secondFactorInput)
    .output(signInResult)
    .mutation(({ ctx, input }) =>
      withCookies(ctx, verifySecondFactor(ctx.deps, ctx.actor, ctx.request.cookies, input)),
    ),
  startPasskeySignIn: authProcedure
    .output(assertionRequest)
    .mutation(({ ctx }) => withCookies(ctx, startPasskeySignIn(ctx.deps))),
  signInByPasskey: authProcedure
    .input(signInByPasskeyInput)
    .output(signInResult)
    .mutation(({ ctx, input }) =>
      withCookies(ctx, signInByPasskey(ctx.deps, ctx.actor, ctx.request.cookies, input)),
    ),
  startPasskeyStep: authProcedure
    .output(assertionRequest)
    .mutation(({ ctx }) => withCookies(ctx, startPasskeyStep(ctx.deps, ctx.request.cookies))),
  requestFactorOpening: authProcedure
    .output(codeSent)
    .mutation(({ ctx }) => requestFactorOpening(ctx.deps, ctx.request.cookies)),
  requestReset: authProcedure
    .input(emailInput)
    .output(codeSent)
    .mutation(({ ctx, input }) => sendResetCode(ctx.deps, input)),
  resetPassword: authProcedure
    .input(resetPasswordInput)
    .output(done)
    .mutation(({ ctx, input }) => resetPassword(ctx.deps, ctx.actor, input)),
  logout: publicProcedure
    .output(done)
    .mutation(async ({ ctx }) => withCookies(ctx, logOut(ctx.deps, ctx.actor, await ctx.request.session()))),
  me: publicProcedure
    .input(noInput)
    .output(viewer)
    .query(async ({ ctx }) => withCookies(ctx, renewSession(ctx.deps, await ctx.request.session()))),
  sessions: userProcedure
    .input(noInput)
    .output(sessionList)
    .query(({ ctx }) => listSessions(ctx.deps, ctx.actor)),
  revokeSession: userProcedure
    .input(revokeSessionInput)
    .output(revoked)
    .mutation(({ ctx, input }) => revokeSession(ctx.deps, ctx.actor, input)),
  revokeOtherSessions: userProcedure
    .output(revoked)
    .mutation(({ ctx }) => revokeOtherSessions(ctx.deps, ctx.actor)),
};

export const accountProcedures = {
  updateProfile: userProcedure
    .input(updateProfileInput)
    .output(userView)
    .mutation(({ ctx, input }) => updateProfile(ctx.deps, ctx.actor, input)),
  requestCode: sensitiveProcedure
    .input(requestCodeInput)
    .output(codeSent)
    .mutation(({ ctx, input }) => sendConfirmationCode(ctx.deps, ctx.actor, input)),
  changePassword: sensitiveProcedure
    .input(changePasswordInput)
    .output(done)
    .mutation(({ ctx, input }) => changePassword(ctx.deps, ctx.actor, input)),
  requestEmailChange: sensitiveProcedure
    .input(requestEmailChangeInput)
    .output(codeSent)
    .mutation(({ ctx, input }) => requestEmailChange(ctx.deps, ctx.actor, input)),
  changeEmail: sensitiveProcedure
    .input(changeEmailInput)
    .output(userView)
    .mutation(({ ctx, input }) => changeEmail(ctx.deps, ctx.actor, input)),
  startTotp: newFactorProcedure
    .input(reauthenticateInput)
    .output(totpStarted)
    .mutation(({ ctx, input }) => startTotp(ctx.deps, ctx.actor, input)),
  confirmTotp: sensitiveProcedure
    .input(confirmTotpInput)
    .output(done)
    .mutation(({ ctx, input }) => withCookies(ctx, confirmTotp(ctx.deps, ctx.actor, input))),
  stopTotp: sensitiveProcedure
    .input(stopTotpInput)
    .output(done)
    .mutation(({ ctx, input }) => withCookies(ctx, stopTotp(ctx.deps, ctx.actor, input))),
  renewBackupCodes: newFactorProcedure
    .input(reauthenticateInput)
    .output(backupCodes)
    .mutation(({ ctx, input }) => renewBackupCodes(ctx.deps, ctx.actor, input)),
  confirmSession: sensitiveProcedure
    .meta({ limit: confirmPolicy })
    .input(confirmSessionInput)
    .output(done)
    .mutation(({ ctx, input }) =>
      withCookies(ctx, confirmSession(ctx.deps, ctx.actor, ctx.request.cookies, input)),
    ),
  startConfirmation: userProcedure
    .output(assertionRequest)
    .mutation(({ ctx }) => withCookies(ctx, startConfirmation(ctx.deps, ctx.actor))),
  passkeys: userProcedure
    .input(noInput)
    .output(passkeyList)
    .query(({ ctx }) => listPasskeys(ctx.deps, ctx.actor)),
  startPasskey: newFactorProcedure
    .input(reauthenticateInput)
    .output(creationRequest)
    .mutation(({ ctx, input }) => withCookies(ctx, startPasskey(ctx.deps, ctx.actor, input))),
  addPasskey: sensitiveProcedure
    .input(addPasskeyInput)
    .output(passkeyAdded)
    .mutation(({ ctx, input }) =>
      withCookies(ctx, addPasskey(ctx.deps, ctx.actor, ctx.request.cookies, input)),
    ),
  renamePasskey: userProcedure
    .input(renamePasskeyInput)
    .output(passkeyView)
    .mutation(({ ctx, input }) => renamePasskey(ctx.deps, ctx.actor, input)),
  startPasskeyRemoval: sensitiveProcedure
    .output(assertionRequest)
    .mutation(({ ctx }) => withCookies(ctx, startPasskeyRemoval(ctx.deps, ctx.actor))),
  removePasskey: sensitiveProcedure
    .input(removePasskeyInput)
    .output(done)
    .mutation(({ ctx, input }) =>
      withCookies(ctx, removePasskey(ctx.deps, ctx.actor, ctx.request.cookies, input)),
    ),
  activity: userProcedure
    .input(activityInput)
    .output(activityPage)
    .query(({ ctx, input }) => listActivity(ctx.deps, ctx.actor, input)),
  delete: sensitiveProcedure
    .input(deleteAccountInput)
    .output(done)
    .mutation(({ ctx, input }) => withCookies(ctx, deleteAccount(ctx.deps, ctx.actor, input))),
};

export const adminProcedures = {
  users: adminProcedure
    .input(searchUsersInput)
    .output(userPage)
    .query(({ ctx, input }) => searchUsers(ctx.deps, input)),
  setLock: confirmedAdminProcedure
    .input(setLockInput)
    .output(managedUser)
    .mutation(({ ctx, input }) => setLock(ctx.deps, ctx.actor, input)),
  setRole: confirmedAdminProcedure
    .input(setRoleInput)
    .output(managedUser)
    .mutation(({ ctx, input }) => setRole(ctx.deps, ctx.actor, input)),
  endSessions: confirmedAdminProcedure
    .input(userIdInput)
    .output(revoked)
    .mutation(({ ctx, input }) => endUserSessions(ctx.deps, ctx.actor, input)),
  auditLog: adminProcedure
    .input(auditLogInput)
    .output(activityPage)
    .query(({ ctx, input }) => listAuditLog(ctx.deps, input)),
};
