/** The package's own types point at TypeScript sources that this project's compiler settings refuse; this is what tests use of it. */
export class AdaptiveCard {
  parse(json: object, context?: SerializationContext): void;
  version: { toString(): string };
}
export class SerializationContext {
  readonly eventCount: number;
  getEventAt(index: number): { message: string; event: number; phase: number };
}
