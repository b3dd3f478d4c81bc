const $ = id => document.getElementById(id);

// The button that keeps the map centred on a courier. Whoever moves the map, by whatever means, goes on without.
export class Following {
  constructor(map, couriers, id) {
    this.map = map;
    this.couriers = couriers;
    this.id = id;
    map.on('dragstart', () => this.set(false));
    map.getContainer().addEventListener('keydown', event => event.key.startsWith('Arrow') && this.set(false));
    $('follow').addEventListener('click', () => this.toggle());
  }

  toggle() {
    this.set($('follow').getAttribute('aria-pressed') !== 'true');
  }

  set(on) {
    $('follow').setAttribute('aria-pressed', on);
    this.couriers.follow(on ? this.id : null);
    const {options} = this.map;
    options.scrollWheelZoom = options.touchZoom = options.doubleClickZoom = on ? 'center' : true;
  }
}
