const SVG = 'http://www.w3.org/2000/svg';

export const $ = id => document.getElementById(id);

// Children that are strings are text, whatever they hold; those that are undefined are left out.
export function element(name, className, ...children) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children.filter(child => child !== undefined));
  return made;
}

export function icon(path = '') {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(document.createElementNS(SVG, 'path'));
  svg.firstChild.setAttribute('d', path);
  return svg;
}

export function write(node, words) {
  if (node.textContent !== words) {
    node.textContent = words;
  }
}
