type Waiting<Ask, Answer> = { ask: Ask; resolve(answer: Answer): void; reject(error: unknown): void };

/** More than this goes in pieces, so that no command grows without end. */
const most = 100;

/**
 * Calls of one turn of the event loop go to the database together: the more people press at once, the more share a
 * round trip, and one alone waits for nobody. A call never joins one that was sent before it, so it reads what is true
 * after it was asked. `send` answers in order; when it fails, all of its calls do.
 */
export function gather<Ask, Answer>(
  send: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
): (ask: Ask) => Promise<Answer> {
  let waiting: Waiting<Ask, Answer>[] = [];
  const sendSome = async (some: readonly Waiting<Ask, Answer>[]) => {
    try {
      const answers = await send(some.map((one) => one.ask));
      for (const [i, one] of some.entries()) one.resolve(answers[i] as Answer);
    } catch (error) {
      for (const one of some) one.reject(error);
    }
  };
  const sendAll = () => {
    const all = waiting;
    waiting = [];
    for (let from = 0; from < all.length; from += most) void sendSome(all.slice(from, from + most));
  };
  return (ask) =>
    new Promise((resolve, reject) => {
      if (waiting.push({ ask, resolve, reject }) === 1) setImmediate(sendAll);
    });
}
