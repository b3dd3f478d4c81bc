// Nothing is shown before it is known what. The words are in a module too, and may be what did not load.
export async function open(page, load) {
  try {
    const opened = await load();
    document.documentElement.dataset.page = page;
    return opened;
  } catch (failure) {
    document.documentElement.dataset.page = 'broken';
    throw failure;
  }
}
