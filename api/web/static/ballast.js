/** Comforts on top of pages that work without them: fresh figures, local times, a countdown, a copy button. */
const main = document.getElementById('main');
const connection = document.getElementById('connection');

/** Local time in the text; UTC stays for the pointer. */
function showLocalTimes(root) {
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  for (const time of root.querySelectorAll('time[datetime]')) {
    time.textContent = format.format(new Date(time.dateTime));
  }
}

function startCountdowns(root) {
  const start = performance.now();
  for (const span of root.querySelectorAll('[data-countdown]')) {
    const whole = Number(span.dataset.countdown);
    const tick = () => {
      if (!span.isConnected) return;
      const left = Math.max(0, whole - (performance.now() - start));
      span.textContent = left === 0 ? 'no time: it is over' : duration(left);
      if (left > 0) setTimeout(tick, 1000);
    };
    tick();
  }
}

/** "3 h 12 min", "12 min 5 s": as on the server, with seconds in the last hour. */
function duration(ms) {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

function showCopyButtons(root) {
  for (const button of root.querySelectorAll('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = 'Copied';
      } catch {
        button.textContent = button.dataset.copy;
      }
    });
  }
}

function enhance(root) {
  showLocalTimes(root);
  startCountdowns(root);
  showCopyButtons(root);
}

/** Somebody who types, selects or has opened something is not disturbed. */
function isBusy() {
  const active = document.activeElement;
  const isTyping = active !== null && /^(INPUT|SELECT|TEXTAREA)$/.test(active.tagName);
  const isSelecting = String(document.getSelection() ?? '') !== '';
  return document.hidden || isTyping || isSelecting || isFilled();
}

function isFilled() {
  return [...main.querySelectorAll('input:not([type="hidden"]), select')].some(
    (field) => field.value !== (field.defaultValue ?? ''),
  );
}

let shown = main.innerHTML;

async function refresh() {
  if (isBusy()) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
    if (answer.status === 401) return location.reload();
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    connection.textContent = '';
    if (!isBusy()) replace(fresh.getElementById('main'));
  } catch {
    connection.textContent = 'The server does not answer; the figures are those from before.';
  }
}

/** Puts the fresh content in place and the focus back where it was. */
function replace(fresh) {
  if (fresh === null) return;
  main.dataset.refresh = fresh.dataset.refresh;
  if (fresh.innerHTML === shown) return;
  shown = fresh.innerHTML;
  const focused = document.activeElement?.id;
  main.replaceChildren(...fresh.childNodes);
  enhance(main);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function scheduleRefresh() {
  const seconds = Number(main.dataset.refresh);
  if (!(seconds > 0)) return;
  setTimeout(async () => {
    await refresh();
    scheduleRefresh();
  }, seconds * 1000);
}

enhance(main);
scheduleRefresh();
