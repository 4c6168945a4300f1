/**
 * When to try again: after ten seconds, then each time as long as it has been tried already, at most `mostMinutes`; as long
 * as the other side asks where it asks. A little chance keeps those that failed together from trying together.
 */
export function nextTry(firstTriedAt: Date, now: Date, mostMinutes: number, retryAfterMs = 0): Date {
  const own = Math.min(mostMinutes * 60_000, Math.max(10_000, now.getTime() - firstTriedAt.getTime()));
  return new Date(now.getTime() + Math.max(retryAfterMs, own * (0.75 + Math.random() / 4)));
}
