const TOLD_FOR = 12000;

// Says how the connection is.
export class Status {
  show(state, words) {
    const element = document.getElementById('connection');
    element.dataset.state = state;
    if (element.textContent !== words) {
      element.textContent = words; // read out
      element.title = words;
    }
    clearTimeout(this.fading);
  }

  // For a while, then that it is live.
  passing(state, words, live) {
    this.show(state, words);
    this.fading = setTimeout(() => this.show('live', live), TOLD_FOR);
  }
}
