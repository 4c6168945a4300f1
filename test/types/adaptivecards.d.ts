/** The package's own types point at TypeScript sources that this project's compiler settings refuse; this is what tests use of it. */
export class AdaptiveCard {
  static onProcessMarkdown: (text: string, result: { outputHtml?: string; didProcess: boolean }) => void;
  hostConfig: HostConfig;
  parse(json: object, context?: SerializationContext): void;
  render(): unknown;
  validateProperties(): { validationEvents: { message: string }[] };
  getAllActions(): CardButton[];
  version: { toString(): string };
}
export class HostConfig {
  constructor(config: object);
}
export class SerializationContext {
  readonly eventCount: number;
  getEventAt(index: number): { message: string; event: number; phase: number };
}
type CardInput = { id: string; isRequired: boolean; errorMessage?: string; isSet(): boolean };
type CardButton = { title: string; validateInputs(): CardInput[] };
