/** One thing the doctor looked at; `todo` where something can be done about it. */
export type Finding = { ok: boolean; what: string; todo?: string };

export const fine = (what: string): Finding => ({ ok: true, what });
export const wrong = (what: string, todo: string): Finding => ({ ok: false, what, todo });
