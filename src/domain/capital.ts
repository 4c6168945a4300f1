/** Words with a capital letter first: "nobody knows" is "Nobody knows". */
export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
