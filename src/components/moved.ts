/** Readers who follow an old `#heading` land where it is now. Loaded only by pages that have one. */
export function followMoved(element: HTMLElement): void {
  const moved = new Map(Object.entries(JSON.parse(element.dataset['moved'] ?? '{}') as Record<string, string>));
  const follow = () => {
    const to = moved.get(anchorOf(location.hash));
    if (to !== undefined) location.replace(to);
  };
  follow();
  addEventListener('hashchange', follow);
}

function anchorOf(hash: string): string {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1);
  }
}
