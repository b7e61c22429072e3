/** Programs that say what they are, and browsers that nobody sits at. Whoever says nothing is one, too. */
export const BOT = /bot\b|crawl|spider|slurp|headless|lighthouse|preview|monitor|curl|wget|python|java\/|go-http|node-fetch|axios|undici|^$/i;
