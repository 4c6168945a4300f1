import { chartPicture } from '../../src/http/chart-picture.ts';
import { readChart } from '../../src/usecases/core/chart-code.ts';
import { nodesOf } from '../cards/check-card.ts';

const address = /https?:\/\/[^"]+\/chart\/(?:[\w-]+\.)*([\w-]+)\.png/g;

/** The charts of a card, of its elements. */
export const chartsOf = (card: object) =>
  nodesOf(card).filter((one) => one.type === 'Image' && String(one.url).includes('/chart/'));

/** An address of a chart as the bot makes one, for cards that are drawn without a bot. */
export const sampleChartUrl = (code: string) => `https://attendance.example/chart/${code}.png`;

/** A card with the pictures of its charts in it, so that a browser shows them wherever it is drawn. */
export async function withPictures<Card>(card: Card): Promise<Card> {
  let text = JSON.stringify(card);
  for (const [url, code = ''] of text.matchAll(address)) {
    const chart = readChart(code);
    if (!chart) throw new Error(`no chart in ${url}`);
    text = text.replaceAll(url, `data:image/png;base64,${(await chartPicture(chart)).toString('base64')}`);
  }
  return JSON.parse(text);
}
