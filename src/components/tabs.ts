/** Turns stacked sections into tabs, by the ARIA pattern. Without this, all sections are simply there. */
let made = 0;

export function enhanceTabs(): void {
  for (const group of document.querySelectorAll<HTMLElement>('[data-tabs]:not(.ready)')) enhance(group);
}

function enhance(group: HTMLElement): void {
  const panels = [...group.querySelectorAll<HTMLElement>(':scope > .tab')];
  const list = document.createElement('div');
  list.className = 'tab-list';
  list.setAttribute('role', 'tablist');
  const tabs = panels.map((panel) => {
    made += 1;
    const tab = document.createElement('button');
    tab.type = 'button';
    tab.id = `tab-${made}`;
    tab.textContent = panel.querySelector('.tab-title')?.textContent ?? '';
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-controls', `panel-${made}`);
    panel.id = `panel-${made}`;
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', tab.id);
    panel.tabIndex = 0;
    return tab;
  });
  const select = (index: number) => {
    for (const [at, tab] of tabs.entries()) {
      tab.setAttribute('aria-selected', String(at === index));
      tab.tabIndex = at === index ? 0 : -1;
      const panel = panels[at];
      if (panel) panel.hidden = at !== index;
    }
  };
  for (const [index, tab] of tabs.entries()) {
    tab.addEventListener('click', () => select(index));
    tab.addEventListener('keydown', (event) => {
      const rightward = getComputedStyle(group).direction === 'rtl' ? -1 : 1;
      const step = { ArrowRight: rightward, ArrowLeft: -rightward }[event.key];
      const target = event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1 : step === undefined ? undefined : (index + step + tabs.length) % tabs.length;
      if (target === undefined) return;
      event.preventDefault();
      select(target);
      tabs[target]?.focus();
    });
  }
  list.append(...tabs);
  group.prepend(list);
  group.classList.add('ready');
  // A link to a place inside a section opens that section.
  const wanted = location.hash === '' ? -1 : panels.findIndex((panel) => panel.querySelector(`[id="${CSS.escape(decodeURIComponent(location.hash.slice(1)))}"]`) !== null);
  select(Math.max(0, wanted));
}
