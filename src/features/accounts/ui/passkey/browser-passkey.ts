"use client";
import type {
  Assertion,
  AssertionRequest,
  BrowserCredential,
  CreationRequest,
} from "#features/accounts/rules/webauthn.ts";
import { FormRefusal } from "#ui/form/failure.ts";

const UNSUPPORTED = "This browser cannot use passkeys. Sign in another way, or use a newer browser.";
const CLOSED = "The browser's dialog was closed or took too long. Nothing was changed; try again.";
const HELD = "This device or password manager holds a passkey for your account already.";
const WRONG_SITE = "Passkeys need this site's own name and https. They do not work at this address.";

/** By the names of WebAuthn's errors (DOMException). */
const REASONS: Readonly<Record<string, string>> = {
  NotAllowedError: CLOSED,
  AbortError: CLOSED,
  InvalidStateError: HELD,
  SecurityError: WRONG_SITE,
};

/** Loaded with its first use: most pages never need it. */
async function open() {
  const browser = await import("@simplewebauthn/browser");
  if (!browser.browserSupportsWebAuthn()) throw new FormRefusal(UNSUPPORTED);
  return browser;
}

function refusalOf(error: unknown): unknown {
  const name = error instanceof Error ? error.name : "";
  return REASONS[name] === undefined ? error : new FormRefusal(REASONS[name]);
}

/** Shows the browser's dialog and returns the signature of the chosen passkey. Rejects with a FormRefusal. */
export async function signWithPasskey(request: AssertionRequest): Promise<Assertion> {
  const { startAuthentication } = await open();
  try {
    return await startAuthentication({ optionsJSON: request });
  } catch (error) {
    throw refusalOf(error);
  }
}

/** Shows the browser's dialog and returns the passkey that it has made. Rejects with a FormRefusal. */
export async function makePasskey(request: CreationRequest): Promise<BrowserCredential> {
  const { startRegistration } = await open();
  try {
    return await startRegistration({ optionsJSON: request });
  } catch (error) {
    throw refusalOf(error);
  }
}
