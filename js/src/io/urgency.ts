/**
 * Whether somebody waits for bytes, or will perhaps want them soon. One object goes with a request as
 * long as it waits in line, so that it can be raised.
 */
export interface Urgency {
  isPrefetch: boolean;
}
