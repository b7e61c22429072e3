/** Words around pictures, films and text to copy, in English. */
export const mediaEn = {
  pictureTitle: 'Picture in full size',
  closePicture: 'Close the picture',
  copyCode: 'Copy this code',
  copyMessage: 'Copy this message',
  copied: 'Copied',
  copyFailed: 'Not copied. The text is selected: copy it with your keyboard or menu.',
  film: 'Film',
  playFilm: (title: string) => `Play the film: ${title}`,
  /** What a reader wants to know before a film starts. */
  filmFacts: (seconds: number) => `${seconds < 120 ? `${Math.round(seconds)} seconds` : `${Math.round(seconds / 60)} minutes`}, silent, with captions`,
  captions: 'English captions',
  chapters: 'Chapters',
  readFilm: 'Read the film as text',
  playFrom: (time: string) => `Play from ${time}`,
  filmFailed: 'The film cannot be played here.',
  downloadFilm: 'Open the film as a file',
  page: 'This article on the web',
};
