/** Stops the run's mongod. */
export default async function stopMongod(): Promise<void> {
  await (globalThis as { stopTestMongod?: () => Promise<void> }).stopTestMongod?.();
}
