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

/** `send` resolves once a server has accepted the mail, and throws `MailFailure` otherwise. */
export type MailTransport = { send: (mail: OutgoingMail, signal: AbortSignal) => Promise<void> };

/** The message contains no e-mail address: server replies may contain one, and the message is logged. */
export class MailFailure extends Error {
  override readonly name = "MailFailure";
  /** The server rejects this mail permanently, so a retry is useless. */
  readonly permanent: boolean;

  constructor(message: string, permanent: boolean) {
    super(message);
    this.permanent = permanent;
  }
}

const CONNECT_LIMIT_MS = 5_000;
const SILENCE_LIMIT_MS = 10_000;
/**
 * Limit for one whole mail, from connecting to the last reply; ends the connection to a server that answers very
 * slowly.
 */
const SEND_LIMIT_MS = 30_000;

const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])$/;

/** Requires TLS when a password would be sent to another machine. */
function mustEncrypt(url: string): boolean {
  const { hostname, username } = new URL(url);
  return username !== "" && !LOOPBACK.test(hostname);
}

/**
 * A 5xx reply to the mail itself is permanent. A 5xx reply to the login is not: the operator can fix the
 * credentials.
 */
function toMailFailure(error: NodemailerError): MailFailure {
  const concernsMail = error.code === "EENVELOPE" || error.code === "EMESSAGE";
  const permanent = concernsMail && error.permanent === true;
  const facts = [error.code, error.originalCode, error.timeoutType, error.responseCode].filter(Boolean);
  const words = permanent ? "the mail server refuses this mail" : "the mail server did not take the mail";
  return new MailFailure(`${words} (${[...new Set(facts)].join(" ")})`, permanent);
}

/**
 * Opens a transport for the server of `url` (`smtp:` or `smtps:`). Each mail uses its own connection: mails are so
 * rare that servers would close a pooled connection between them.
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
          // As an object, the address is used as it is and not parsed as a list of addresses.
          to: { name: "", address: mail.to },
          headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
          signal: AbortSignal.any([signal, AbortSignal.timeout(SEND_LIMIT_MS)]),
        });
      } catch (error) {
        throw toMailFailure(error as NodemailerError);
      }
    },
  };
}
