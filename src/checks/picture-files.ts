/** What is a picture, by its name. */
export const PICTURE = /\.(png|jpe?g|webp|avif|gif|svg)$/i;
