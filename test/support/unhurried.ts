import type { PaceRates } from '../../src/usecases/core/pace.ts';

const rate = { burst: 1_000_000, perSecond: 1_000_000 };

/** For bots whose people do in a second what others do in an hour. */
export const unhurried: PaceRates = { messages: rate, presses: rate };

/** The same for signed links. */
export const unhurriedLinks = {
  link: { burst: 10_000, perSecond: 1_000 },
  address: { burst: 10_000, perSecond: 1_000 },
};
