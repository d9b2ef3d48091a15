import { createTransport } from "nodemailer";
import type { NodemailerError } from "nodemailer";

export type OutgoingMail = {
  messageId: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
};

/** `send` resolves once a server has taken the mail, and throws `MailFailure` where none did. */
export type MailTransport = { send: (mail: OutgoingMail, signal: AbortSignal) => Promise<void> };

/** Says why in words that name no address: what servers answer does, and this reaches the log. */
export class MailFailure extends Error {
  override readonly name = "MailFailure";
  /** The server will not take this mail, ever: trying again is no use. */
  readonly permanent: boolean;

  constructor(message: string, permanent: boolean) {
    super(message);
    this.permanent = permanent;
  }
}

const CONNECT_LIMIT_MS = 5_000;
const SILENCE_LIMIT_MS = 10_000;
/** For a server that drips: all of one mail, from connecting to its last word. */
const SEND_LIMIT_MS = 30_000;

const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])$/;

/** A password goes over nobody else's wire unencrypted. */
function mustEncrypt(url: string): boolean {
  const { hostname, username } = new URL(url);
  return username !== "" && !LOOPBACK.test(hostname);
}

/** A 5xx to the mail itself is final; one to our sign-in is the operator's to heal. */
function failureOf(error: NodemailerError): MailFailure {
  const aboutMail = error.code === "EENVELOPE" || error.code === "EMESSAGE";
  const permanent = aboutMail && error.permanent === true;
  const facts = [error.code, error.originalCode, error.timeoutType, error.responseCode].filter(Boolean);
  const words = permanent ? "the mail server refuses this mail" : "the mail server did not take the mail";
  return new MailFailure(`${words} (${[...new Set(facts)].join(" ")})`, permanent);
}

/**
 * Sends through the server of `url` (`smtp:` or `smtps:`), a connection for each mail: at the pace of sign-ups one kept
 * open would mostly be found closed.
 */
export function openMailTransport(url: string): MailTransport {
  const transport = createTransport({
    url,
    requireTLS: mustEncrypt(url),
    connectionTimeout: CONNECT_LIMIT_MS,
    greetingTimeout: CONNECT_LIMIT_MS,
    dnsTimeout: CONNECT_LIMIT_MS,
    socketTimeout: SILENCE_LIMIT_MS,
    socketCloseTimeout: 1_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (mail, signal) => {
      try {
        await transport.sendMail({
          ...mail,
          // An address as an object is taken as it is, never parsed for a list of them.
          to: { name: "", address: mail.to },
          headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
          signal: AbortSignal.any([signal, AbortSignal.timeout(SEND_LIMIT_MS)]),
        });
      } catch (error) {
        throw failureOf(error as NodemailerError);
      }
    },
  };
}
