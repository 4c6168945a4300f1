/** One press of a save button as its tutor saw it. Minutes are unique per tutor and register, so each tick is findable. */
export type PressRecord = {
  registerId: string;
  tutorId: string;
  /** Minutes late by enrolment id. */
  minutes: Map<string, number>;
  /** True once any delivery was answered with the refreshed card. */
  isAcknowledged: boolean;
  /** Enrolments of which an answer said that an earlier mark was kept instead. */
  told: Set<string>;
  /** The version the tutor's card showed. */
  version: number;
  /** Answers as they came, for whoever looks into a lost tick. */
  answers: string[];
};

/** All presses of a run, and what became of their deliveries. */
export class Ledger {
  readonly presses: PressRecord[] = [];
  readonly outcomes = new Map<string, number>();
  /** Answers thrown away on their way to the tutor. */
  answersLost = 0;

  press(registerId: string, tutorId: string, version: number, minutes: Map<string, number>): PressRecord {
    const told = new Set<string>();
    const record = { registerId, tutorId, version, minutes, isAcknowledged: false, told, answers: [] };
    this.presses.push(record);
    return record;
  }

  count(outcome: string): void {
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  }

  /** Ticks that were said to be saved. */
  acknowledged(): number {
    return this.presses
      .filter((press) => press.isAcknowledged)
      .reduce((sum, press) => sum + press.minutes.size - press.told.size, 0);
  }
}
