/**
 * Puts the player where the still picture was, and plays. Loaded with the first film that somebody plays.
 *
 * The player is the one that a browser without scripts has, so it is written once.
 */
export function play(film: HTMLElement, from: number): void {
  let video = film.querySelector('video');
  if (video === null) {
    const opener = film.querySelector('.film-open');
    const player = new DOMParser().parseFromString(film.querySelector('noscript')?.textContent ?? '', 'text/html').querySelector('video');
    if (player === null || opener === null) return;
    opener.replaceWith(player);
    film.classList.add('playing');
    video = player;
  }
  const start = () => {
    if (from > 0 && video) video.currentTime = from;
  };
  if (video.readyState > 0) start();
  else video.addEventListener('loadedmetadata', start, { once: true });
  video.focus();
  // A browser that cannot play it shows so itself, with the link to the file beneath.
  video.play().catch(() => undefined);
}
