/** An error of a call; `data` is absent where no answer came. */
type Fault = { message: string; data?: { httpStatus: number } | null | undefined };

/** The server's own words, or what it means that there are none. */
export const faultText = ({ message, data }: Fault): string =>
  data === null || data === undefined
    ? "The server did not answer. Check the connection and try again."
    : message;
