/** The error of a tRPC call. `data` is missing if the server did not answer. */
type Fault = { message: string; data?: { httpStatus: number } | null | undefined };

/** The server's message, or a message that the server did not answer. */
export const faultText = ({ message, data }: Fault): string =>
  data === null || data === undefined
    ? "The server did not answer. Check the connection and try again."
    : message;
