/** Suites that need a service: run when it is there, skipped with the reason when not, failed when it was to be installed. */
import { describe, expect, it } from 'vitest';
import { findChromium } from '../../scripts/services.mjs';

/** The executable file of Chromium, or undefined when this machine has none. */
export function chromium(): string | undefined {
  return findChromium(process.env);
}

type Service = {
  readonly isThere: boolean;
  /** Why a suite without it is skipped, in words. */
  readonly reason: string;
  /** Whether its lack is a failure; set by `npm test` where it may install services. */
  readonly isRequired?: boolean;
};

/** `describe` for a suite that needs a service or a folder of data. */
export function describeWith(service: Service, name: string, suite: () => void): void {
  if (service.isThere) {
    describe(name, suite);
  } else if (service.isRequired) {
    describe(name, () => {
      it('has what it needs', () => {
        expect.fail(service.reason);
      });
    });
  } else {
    describe.skip(`${name} (skipped: ${service.reason})`, suite);
  }
}

/** `describe` for a suite that needs Chromium. */
export function describeWithChromium(name: string, suite: () => void): void {
  const service = {
    isThere: chromium() !== undefined,
    reason: 'no Chromium on the path or in BALLAST_CHROMIUM; BALLAST_INSTALL=1 installs it as root',
    isRequired: process.env.BALLAST_REQUIRE_SERVICES === '1',
  };
  describeWith(service, name, suite);
}
