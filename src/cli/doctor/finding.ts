/** One thing the doctor looked at; `todo` where something can be done about it. */
export type Finding = { ok: boolean; what: string; todo?: string };

/** A few ids by name; who has hundreds needs the timetable, not a list. */
export function list(ids: readonly string[]): string {
  return `${ids.slice(0, 8).join(', ')}${ids.length > 8 ? ` and ${ids.length - 8} more` : ''}`;
}

export const fine = (what: string): Finding => ({ ok: true, what });
export const wrong = (what: string, todo: string): Finding => ({ ok: false, what, todo });
