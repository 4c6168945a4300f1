type Json = Record<string, unknown>;

/** About how tall, in pixels, Teams draws what of a card is not folded away: enough to know how many rows fit below it. */
export function heightOf(node: unknown): number {
  if (Array.isArray(node)) return node.reduce<number>((sum, one) => sum + heightOf(one), 0);
  const { type, isVisible, style, items, columns, inlines, minHeight = '0px' } = node as Json;
  if (isVisible === false) return 0;
  if (type === 'ActionSet') return 44;
  if (type === 'Input.Text' && (node as Json).isMultiline) return 112;
  if (String(type).startsWith('Input.')) return 64;
  if (type === 'RichTextBlock')
    return 8 + 20 * Math.ceil((inlines as Json[]).map((one) => String(one.text)).join('').length / 60);
  return Math.max(Number.parseInt(String(minHeight), 10), (style ? 32 : 0) + heightOf(items ?? columns ?? []));
}
