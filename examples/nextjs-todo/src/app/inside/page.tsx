export { default, metadata } from '@/inside/page'
