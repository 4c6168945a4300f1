/** A number in one spelling, whatever people put between digits; without a country it is British ("07700 900123"). */
export function dialled(number: string): string {
  return number
    .replace(/[^\d+]/g, '')
    .replace(/^00/, '+')
    .replace(/^0/, '+44');
}

/** True for a British number that takes no texts: landlines, freephone and the like. Mobiles begin +447, and Manx ones too. */
export function isLandline(number: string): boolean {
  const digits = dialled(number);
  return digits.startsWith('+44') && !/^\+447(?:[1-57-9]|624)/.test(digits);
}
