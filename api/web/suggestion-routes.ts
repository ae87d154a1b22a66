/** The page of suggestions. */
import type { Hono } from 'hono';
import { suggest, suggestionRoom } from '../../src/app/suggest.ts';
import type { ApiEnv } from '../context.ts';
import { type PageContext, requireSession, show } from './page.ts';
import { suggestionsPage } from './suggestions.ts';

export function suggestionRoutes(app: Hono<ApiEnv>, pages: PageContext): void {
  const room = suggestionRoom(pages.workspace);
  app.get('/suggestions', async (context) => {
    requireSession(context, pages);
    const at = pages.workspace.clock.now();
    const content = suggestionsPage(await suggest(room, { at, universe: null }));
    return show(context, pages, { title: 'Suggestions', path: '/suggestions', content });
  });
}
