type Json = Record<string, unknown>;

export const run = (text: string, more: Json = {}) => ({ type: 'TextRun', text, ...more });

/** A row that is pressed is tall enough for a thumb, in pixels, and so needs no space above it; those of templates are, too. */
export const thumbHeight = 44;
/** One that only unfolds changes nothing when it is missed. */
export const foldHeight = 36;

/** What stands behind a row of its own until that is pressed: the row, and what it unfolds. `title` is read out. */
export function fold(id: string, { title, words }: { title: string; words: Json }, items: readonly Json[]): Json[] {
  const row = {
    type: 'Container',
    spacing: 'None',
    separator: true,
    minHeight: `${foldHeight}px`,
    verticalContentAlignment: 'Center',
    selectAction: { type: 'Action.ToggleVisibility', title, targetElements: [id] },
    items: [{ type: 'RichTextBlock', inlines: [words, run('  ▾', { isSubtle: true })] }],
  };
  return [row, { type: 'Container', id, isVisible: false, spacing: 'Small', items }];
}
