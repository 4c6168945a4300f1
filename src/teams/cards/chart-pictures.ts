import { plainText } from '../plain-text.ts';

/** Where the picture of a chart is, by its code (`usecases/core/chart-code`); none where the bot has no public pages. */
export type ChartUrl = ((code: string) => string) | undefined;

/** What a template writes before the code of a chart where an address is to be. */
const chartScheme = 'chart:';

/** Gives each chart of a drawn card the address of its picture, or its sentence where there is none to give. */
export function withCharts<Node>(node: Node, chartUrl: ChartUrl): Node {
  if (Array.isArray(node)) return node.map((one) => withCharts(one, chartUrl)) as Node;
  if (node === null || typeof node !== 'object') return node;
  const { type, url, altText } = node as { type?: unknown; url?: unknown; altText?: unknown };
  // No chart stands in an input, whose list of choices is most of a card.
  if (typeof type === 'string' && type.startsWith('Input.')) return node;
  if (type === 'Image' && typeof url === 'string' && url.startsWith(chartScheme)) {
    if (chartUrl) return { ...node, url: chartUrl(url.slice(chartScheme.length)) };
    const inlines = [{ type: 'TextRun', text: plainText(String(altText)), isSubtle: true }];
    return { type: 'RichTextBlock', spacing: 'Small', inlines } as Node;
  }
  return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, withCharts(inner, chartUrl)])) as Node;
}
