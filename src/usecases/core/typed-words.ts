import type { FormField } from './card-model.ts';

/** Stands where words were taken out (S11): whoever asked for words has got some, and nobody reads them. */
export const takenOut = '(passed on)';

/** Inputs a person writes into; a pick from a list is made again with one press. */
const isWritten = ({ type }: FormField) => type !== 'choice' && type !== 'choices';

/** What was written into inputs that a button does not take, other than what stood there before anyone wrote. */
export function notTaken(
  fields: readonly FormField[],
  typed: Readonly<Record<string, string>>,
  takes: readonly string[],
): FormField[] {
  return fields.flatMap((field) => {
    const value = typed[field.id] ?? '';
    const isLeft = isWritten(field) && value !== '' && value !== (field.value ?? '') && !takes.includes(field.id);
    return isLeft ? [{ ...field, value }] : [];
  });
}

/** The labels of inputs, as a refusal names them. */
export function labelsOf(fields: readonly FormField[]): string {
  return fields.map((field) => `“${field.label}”`).join(', ');
}

/** What was written into a card's inputs, as a refusal gives it back: “asked her mum”; a pick or a day is no words. */
export function quoteWritten(typed: Readonly<Record<string, string>>): string | undefined {
  const written = Object.values(typed).filter((value) => value !== takenOut && /\S\s+\S/.test(value));
  return written.length > 0 ? `You wrote ${written.map((words) => `“${words}”`).join(', ')}` : undefined;
}
