import '../font.css';
import '../theme.css';
import '../base.css';
import { mount } from 'svelte';
import { fetchOtherCharacters } from '../font';
import TillPage from './TillPage.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no place for the till');
mount(TillPage, { target });
fetchOtherCharacters();
