import { createRequire } from 'node:module';
import type { Request, Response } from 'restify';
import { type Chart, readChart } from '../usecases/core/chart-code.ts';
import { type Html, html } from './html.ts';

const require = createRequire(import.meta.url);
const fontOf = (weight: string) => require.resolve(`@expo-google-fonts/open-sans/${weight}/OpenSans_${weight}.ttf`);

const size = { width: 400, height: 200 };
/** Where the bars stand: from `left` to `right`, 100% at `top`, 0% at `bottom`. */
const plot = { left: 34, right: 392, top: 54, bottom: 176 };
/** Drawn larger than it is shown, for sharp screens and for phones, where it can be opened large. */
const sharpness = 2.5;

/** Its own pale ground, so that it reads the same in a light, a dark and a high-contrast theme: what is drawn stands out from it by 3 to 1 at least, words by 4.5. */
export const chartColors = {
  ground: '#F5F5F5',
  words: '#242424',
  detail: '#565656',
  line: '#242424',
  below: '#5B5FC7',
  over: '#C5C9F0',
  outline: '#6067BD',
  grid: '#D1D1D1',
  gap: '#E3E3E3',
};

const percentY = (percent: number) => plot.bottom - (percent * (plot.bottom - plot.top)) / 100;
const at = (x: number) => x.toFixed(1);

/**
 * A chart as a picture: bars from zero with their figures, 0 as 0, paler on or above the policy's dashed line; what calls
 * for attention underlined, what still runs hatched, weeks without marks grey, the aim an empty frame. An SVG.
 */
export function drawChart({ of, bars, aim }: Chart): string {
  const { words, detail, line, below, over, outline, grid, gap, ground } = chartColors;
  type Column = { label: string; value: number; kind: 'over' | 'below' | 'now' | 'gap' | 'aim'; isGrave?: boolean };
  const policy = bars.at(-1)?.line ?? 0;
  const columns = bars.flatMap(({ label, value, tone, isNow, isAfterGap }): Column[] => [
    ...(isAfterGap ? [{ label: '', value: 0, kind: 'gap' as const }] : []),
    { label, value, kind: isNow ? 'now' : tone === 'good' ? 'over' : 'below', isGrave: tone === 'attention' },
  ]);
  if (aim !== undefined) columns.push({ label: 'Aim', value: aim, kind: 'aim' });
  // A single bar is no wall.
  const step = (plot.right - plot.left) / Math.max(columns.length, 5);
  const wide = Math.min(step - 6, 34);
  const drawn = columns.map(({ label, value, kind, isGrave }, i) => {
    const middle = plot.left + step * (i + 0.5);
    const top = percentY(value);
    if (kind === 'gap')
      return html`<rect x="${at(middle - step / 2)}" y="${plot.top}" width="${at(step)}" height="${plot.bottom - plot.top}" fill="${gap}"/>
<text transform="translate(${at(middle + 4)} ${at((plot.top + plot.bottom) / 2)}) rotate(-90)" text-anchor="middle" font-size="12" fill="${detail}">no marks</text>`;
    const look = {
      below: html`fill="${below}"`,
      over: html`fill="${over}" stroke="${outline}"`,
      now: html`fill="url(#running)" stroke="${below}"`,
      aim: html`fill="none" stroke="${outline}" stroke-dasharray="3 2"`,
    }[kind];
    const bar =
      value === 0
        ? undefined
        : html`<rect x="${at(middle - wide / 2)}" y="${at(top)}" width="${at(wide)}" height="${at(plot.bottom - top)}" ${look}/>`;
    // A figure stands at the foot of its bar, out of the way of the policy's line; above one that is too low for it.
    const isInside = value >= 16;
    const behind =
      kind === 'now' && isInside
        ? html`<rect x="${at(middle - 12)}" y="${plot.bottom - 19}" width="24" height="16" rx="2" fill="#FFFFFF"/>`
        : undefined;
    const color = kind === 'below' && isInside ? '#FFFFFF' : words;
    return html`${bar}${behind}<text x="${at(middle)}" y="${at((isInside ? plot.bottom : top) - 6)}" text-anchor="middle" font-size="14" font-weight="600"${isGrave ? html` text-decoration="underline"` : undefined} fill="${color}">${value}</text>
<text x="${at(middle)}" y="${plot.bottom + 16}" text-anchor="middle" font-size="12" fill="${detail}">${label}</text>`;
  });
  const gridLine = (percent: number) =>
    html`<path d="M${plot.left} ${at(percentY(percent))}H${plot.right}" stroke="${grid}"/><text x="${plot.left - 4}" y="${at(percentY(percent) + 4)}" text-anchor="end" font-size="11" fill="${detail}">${percent}</text>`;
  const dashes = html`<path d="M${plot.left} ${at(percentY(policy))}H${plot.right}" stroke="${line}" stroke-width="1.5" stroke-dasharray="5 4"/>`;
  const isRunning = bars.some((one) => one.isNow);
  const legend: Html = html`<path d="M10 35H34" stroke="${line}" stroke-width="1.5" stroke-dasharray="5 4"/><text x="40" y="39" font-size="12" fill="${detail}">policy’s line ${policy}%</text>
${isRunning ? html`<rect x="170" y="29" width="12" height="12" fill="url(#running)" stroke="${below}"/><text x="188" y="39" font-size="12" fill="${detail}">this ${of} so far</text>` : undefined}`;
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" font-family="Open Sans">
<defs><pattern id="running" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#FFFFFF"/><rect width="2.5" height="6" fill="${below}"/></pattern></defs>
<rect width="${size.width}" height="${size.height}" rx="6" fill="${ground}"/>
<text x="10" y="20" font-size="14" font-weight="600" fill="${words}">Attended each ${of}, %</text>${legend}
${gridLine(0)}${gridLine(50)}${gridLine(100)}${drawn}${dashes}</svg>`.text;
}

/** The picture of a chart: a PNG, drawn off the event loop. The library is loaded when the first is asked for. */
export async function chartPicture(chart: Chart): Promise<Buffer> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const picture = await renderAsync(drawChart(chart), {
    fitTo: { mode: 'zoom', value: sharpness },
    font: {
      fontFiles: ['400Regular', '600SemiBold'].map(fontOf),
      loadSystemFonts: false,
      defaultFontFamily: 'Open Sans',
    },
  });
  return picture.asPng();
}

/** So many pictures are kept; the same is asked for by each device of each viewer. */
const mostKept = 200;

/**
 * Answers GET /chart/<name>.png, as Teams' servers and people's devices ask for it. The name is the whole chart, sealed by
 * us, so that there is nothing to look up and nobody draws charts of their own with our processor; `open` gives the code.
 */
export function createChartRoute(open: (name: string) => string | undefined) {
  const kept = new Map<string, Promise<Buffer>>();
  return async (request: Request, response: Response): Promise<void> => {
    const name = String((request.params as Record<string, unknown>)['*'] ?? '').replace(/\.png$/, '');
    const code = open(name);
    const chart = code === undefined ? undefined : readChart(code);
    if (!chart) return void response.send(404, { error: 'no such chart' });
    const picture = kept.get(name) ?? chartPicture(chart);
    kept.delete(name);
    kept.set(name, picture);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    try {
      response.sendRaw(200, (await picture) as unknown as string, {
        'Content-Type': 'image/png',
        'Cache-Control': 'public, max-age=31536000, immutable',
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'X-Content-Type-Options': 'nosniff',
      });
    } catch (error) {
      kept.delete(name);
      throw error;
    }
  };
}
