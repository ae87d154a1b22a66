/** A headless Chromium with an empty profile, which fetches nothing by itself. */
import { type Browser, chromium as playwright } from 'playwright-core';
import { chromium } from './services.ts';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts it; the caller closes it. Errors: when this machine has none, see `describeWithChromium`. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = chromium();
  if (executablePath === undefined) throw new Error('Chromium was not found on this machine');
  return playwright.launch({ executablePath, args: flags, timeout: 30_000 });
}
