/** The longest the event loop was held while something was done, in milliseconds of processor time: waiting for a busy machine does not count. */
export async function longestHeld(during: () => Promise<unknown>): Promise<number> {
  let most = 0;
  let isOver = false;
  let before = process.threadCpuUsage();
  const look = () => {
    const { user, system } = process.threadCpuUsage(before);
    most = Math.max(most, (user + system) / 1_000);
    before = process.threadCpuUsage();
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  await during();
  isOver = true;
  look();
  return most;
}
