/** "1 learner", "3 learners"; `many` where it is no plain s. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
