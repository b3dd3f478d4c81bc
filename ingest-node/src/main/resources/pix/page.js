import {open} from '../common/open.js';

open('pix', () => import('./account.js'));
