const ATTEMPTS = 4;
const PAUSE = 700;

// 503 is for a moment, while an entity moves or the node has too much to do.
export async function patiently(path, options) {
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(path, options);
    if (answer.status !== 503 || attempt === ATTEMPTS) {
      return answer;
    }
    await new Promise(again => setTimeout(again, PAUSE * attempt));
  }
}
