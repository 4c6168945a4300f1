// Preloaded into a bot process: its wall clock runs off by CHAOS_CLOCK_MS, and jumps when the parent says so.
const RealDate = Date;
let offsetMs = Number(process.env.CHAOS_CLOCK_MS ?? 0);
const now = () => RealDate.now() + offsetMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});

process.on('message', (message) => {
  if (typeof message === 'object' && message !== null && 'clockMs' in message) offsetMs = message.clockMs;
});
