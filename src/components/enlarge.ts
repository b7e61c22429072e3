/** Shows a picture in full size over the page. Loaded when somebody asks for the first. */
import { textsFor } from '../texts/texts.ts';

let dialog: HTMLDialogElement | undefined;

export function enlarge(link: HTMLAnchorElement): void {
  const picture = link.querySelector('picture')?.cloneNode(true) as HTMLPictureElement | undefined;
  const image = picture?.querySelector('img');
  if (picture === undefined || !image) return location.assign(link.href);
  // The same light and dark, now as many pixels as there are; `sizes` lets the browser choose the largest.
  for (const source of picture.querySelectorAll('source, img')) source.setAttribute('sizes', '1344px');
  image.loading = 'eager';
  dialog ??= createDialog();
  const stage = dialog.querySelector<HTMLElement>('.enlarged');
  stage?.replaceChildren(picture);
  dialog.showModal();
  stage?.scrollTo(0, 0);
}

function createDialog(): HTMLDialogElement {
  const t = textsFor(document.documentElement.lang).media;
  const made = document.createElement('dialog');
  made.className = 'picture-dialog';
  made.setAttribute('aria-label', t.pictureTitle);
  const close = Object.assign(document.createElement('button'), { type: 'button', className: 'button', textContent: t.closePicture });
  // Focusable, so that the arrow keys move a picture that is larger than the screen.
  const stage = Object.assign(document.createElement('div'), { className: 'enlarged', tabIndex: 0 });
  stage.setAttribute('role', 'group');
  stage.setAttribute('aria-label', t.pictureTitle);
  made.append(close, stage);
  made.addEventListener('click', ({ target }) => {
    if (target === made || target === close || target === stage) made.close();
  });
  // The browser gives the focus back to the picture on the page.
  made.addEventListener('close', () => stage.replaceChildren());
  document.body.append(made);
  return made;
}
