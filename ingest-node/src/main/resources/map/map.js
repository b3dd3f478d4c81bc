'use strict';

// Follows one courier: its trail from the history, then every position over a WebSocket that takes up where it broke
// off, by the cursor of the last position seen.
(() => {
  const {text, number, time} = Texts;
  const $ = id => document.getElementById(id);
  const TRAIL = 500;
  const LONGEST_PAUSE = 15000;

  const map = L.map('map', {zoomControl: false, worldCopyJump: true, preferCanvas: true}).setView([-14, -52], 4);
  L.control.zoom({position: 'bottomright'}).addTo(map);
  L.control.scale({imperial: false, position: 'bottomleft'}).addTo(map);
  map.attributionControl.setPrefix(false);
  background();

  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const trail = L.polyline([], {color: colour('--trail'), weight: 4, opacity: 0.8}).addTo(map);
  const accuracy = L.circle([0, 0], {radius: 0, stroke: false, fillColor: colour('--here'), fillOpacity: 0.15});
  const here = L.circleMarker([0, 0], {radius: 8, weight: 3, color: colour('--halo'), fillColor: colour('--here'),
    fillOpacity: 1});

  const courier = new URLSearchParams(location.search).get('courier') || '';
  let socket = null;
  let cursor = null;
  let latest = null;
  let attempts = 0;

  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => location.reload());
  setInterval(showAge, 1000);
  $('courier').value = courier;
  if (courier) {
    $('who').textContent = courier;
    document.title = `${courier} · Rastro`;
    start();
  } else {
    state('idle', text.idle);
    $('courier').focus();
  }

  async function background() {
    const settings = await fetch('/map/settings.json').then(answer => answer.json()).catch(() => ({tileUrl: ''}));
    if (settings.tileUrl) {
      L.tileLayer(settings.tileUrl, {attribution: settings.tileAttribution, maxZoom: 19}).addTo(map);
    } else {
      new Graticule({maxZoom: 22}).addTo(map);
    }
  }

  async function start() {
    state('connecting', text.connecting);
    const path = `/v1/couriers/${encodeURIComponent(courier)}`;
    try {
      const answer = await fetch(path);
      if (answer.status === 400) {
        return state('refused', text.refused);
      }
      if (answer.ok) {
        await history(path, (await answer.json()).latest);
      }
    } catch (offline) {
      // The socket tries again by itself.
    }
    connect();
  }

  // The last day before the latest fix, its newest positions.
  async function history(path, newest) {
    const from = new Date(Date.parse(newest.fixedAt) - 86400000).toISOString();
    let points = [];
    let next = '';
    for (let page = 0; page < 20 && next !== null; page++) {
      const query = `from=${from}&limit=1000${next ? `&cursor=${encodeURIComponent(next)}` : ''}`;
      const answer = await fetch(`${path}/positions?${query}`);
      if (!answer.ok) {
        break;
      }
      const body = await answer.json();
      points = points.concat(body.positions.map(at => [at.lat, at.lon])).slice(-TRAIL);
      next = body.nextCursor;
    }
    trail.setLatLngs(points);
    cursor = newest.cursor;
    show(newest);
    map.setView([newest.lat, newest.lon], 16);
  }

  function connect() {
    state('connecting', text.connecting);
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const from = cursor ? `?fromSeq=${cursor}` : '';
    socket = new WebSocket(`${scheme}://${location.host}/v1/couriers/${encodeURIComponent(courier)}/live${from}`);
    socket.onopen = () => {
      attempts = 0;
      state('live', latest ? text.live : text.waiting);
    };
    socket.onmessage = message => receive(JSON.parse(message.data));
    socket.onclose = () => again();
  }

  function again() {
    attempts++;
    const pause = Math.min(LONGEST_PAUSE, 500 * 2 ** Math.min(attempts, 6)) * (0.7 + 0.6 * Math.random());
    state('broken', text.again(Math.ceil(pause / 1000)));
    setTimeout(connect, pause);
  }

  function receive(frame) {
    if (frame.type === 'lagging') {
      cursor = frame.to;
      state('live', text.behind);
    } else if (frame.type === 'position') {
      cursor = frame.cursor;
      $('cursor').textContent = cursor;
      if (frame.late) {
        return state('live', text.late);
      }
      state('live', text.live);
      const first = latest === null;
      trail.addLatLng([frame.lat, frame.lon]);
      if (trail.getLatLngs().length > TRAIL) {
        trail.setLatLngs(trail.getLatLngs().slice(-TRAIL));
      }
      show(frame);
      if (first) {
        map.setView([frame.lat, frame.lon], 16);
      } else if ($('centre').checked) {
        map.panTo([frame.lat, frame.lon]);
      }
    }
  }

  function show(fix) {
    latest = fix;
    const at = [fix.lat, fix.lon];
    here.setLatLng(at).addTo(map);
    if (fix.accuracyM === undefined) {
      accuracy.remove();
    } else {
      accuracy.setLatLng(at).setRadius(fix.accuracyM).addTo(map);
    }
    here.bringToFront();
    $('details').hidden = false;
    $('speed').textContent = known(fix.speedMps, v => `${number(0).format(v * 3.6)} km/h`);
    $('accuracy').textContent = known(fix.accuracyM, v => `± ${number(0).format(v)} m`);
    $('battery').textContent = known(fix.batteryPct, v => `${number(0).format(v)} %`);
    $('place').textContent = `${fix.lat.toFixed(5)}, ${fix.lon.toFixed(5)}`;
    $('fixedAt').textContent = time.format(Date.parse(fix.fixedAt));
    $('cursor').textContent = fix.cursor;
    showAge();
  }

  function showAge() {
    if (latest) {
      const seconds = Math.max(0, Math.round((Date.now() - Date.parse(latest.fixedAt)) / 1000));
      $('age').textContent = age(seconds);
      $('details').classList.toggle('old', seconds > 120);
    }
  }

  function age(seconds) {
    if (seconds < 100) {
      return `${seconds} s`;
    }
    if (seconds < 6000) {
      return `${Math.round(seconds / 60)} min`;
    }
    return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} d`;
  }

  function known(value, format) {
    return value === undefined ? text.unknown : format(value);
  }

  function state(name, words) {
    $('connection').dataset.state = name;
    $('connection').textContent = words;
  }
})();
