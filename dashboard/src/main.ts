import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
import './theme.css';
import './base.css';
import './print.css';
import { mount } from 'svelte';
import Shell from './Shell.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no place for the app');
mount(Shell, { target });
