type Json = Record<string, unknown>;

export const run = (text: string, more: Json = {}) => ({ type: 'TextRun', text, ...more });

/** What stands behind a row of its own until that is pressed: the row, and what it unfolds. `title` is read out. */
export function fold(id: string, { title, words }: { title: string; words: Json }, items: readonly Json[]): Json[] {
  const row = {
    type: 'Container',
    spacing: 'Small',
    separator: true,
    minHeight: '36px',
    verticalContentAlignment: 'Center',
    selectAction: { type: 'Action.ToggleVisibility', title, targetElements: [id] },
    items: [{ type: 'RichTextBlock', inlines: [words, run('  ▾', { isSubtle: true })] }],
  };
  return [row, { type: 'Container', id, isVisible: false, spacing: 'Small', items }];
}
